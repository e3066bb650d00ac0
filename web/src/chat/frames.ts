/** Runs something soon: with the next frame, or in a hidden tab, where no frames come, by the clock. */
export function soon(action: () => void): void {
  if (document.hidden) setTimeout(action, 200);
  else requestAnimationFrame(action);
}
