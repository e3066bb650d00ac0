/** The session of this page. When it ends, one dialog asks for the password, however many requests notice. */
class Session {
  ended = $state(false);
  #waiting: ((signedIn: boolean) => void)[] = [];

  /** Settles when the person has signed in again, or has turned the dialog away. */
  renew(): Promise<boolean> {
    this.ended = true;
    return new Promise((settle) => this.#waiting.push(settle));
  }

  settle(signedIn: boolean): void {
    this.ended = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const settle of waiting) settle(signedIn);
  }
}

export const session = new Session();
