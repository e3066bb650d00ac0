/** Returns whether this can be typed after the slash: letters, digits, _ and -, up to 40. */
export function isCommand(typed: string): boolean {
  return /^[\p{L}\p{N}_-]{1,40}$/u.test(typed);
}
