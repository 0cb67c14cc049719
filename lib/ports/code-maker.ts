/** Codes that are mailed to people who can not sign in, and the nonces that bind them to a browser. */
export interface CodeMaker {
  /** A new code, as a person types it, and what is kept of it: not to be turned back by trying all codes in its time. */
  make(): Promise<{ readonly code: string; readonly hash: string }>;
  /** Takes as long for a wrong code as for the right one. */
  fits(code: string, hash: string): Promise<boolean>;
  /** 32 random bytes as base64url. */
  nonce(): string;
}
