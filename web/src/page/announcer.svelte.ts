/** The one polite voice of the page for screen readers. */
class Announcer {
  message = $state('');

  say(message: string): void {
    // The same sentence twice is a change too, or it would not be read again.
    this.message = this.message === message ? `${message}\u00a0` : message;
  }
}

export const announcer = new Announcer();
