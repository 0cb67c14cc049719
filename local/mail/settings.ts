/** How delivery behaves. May be changed while the service runs, through `PATCH /stand-in/settings`. */
export interface MailSettings {
  /** How often each recipient gets a message: 2 is what a retried send looks like to a person. */
  copies: number;
  /** How long a message is on its way. */
  deliveryDelayMs: number;
  /** How often each word of what became of a mail is said. */
  eventCopies: number;
}

/** One copy, at once. */
export const DEFAULT_SETTINGS: Readonly<MailSettings> = { copies: 1, deliveryDelayMs: 0, eventCopies: 1 };

/** Takes over what is known and a whole number, and says which names were neither. */
export const changeSettings = (settings: MailSettings, wanted: object): string[] => {
  const accepted = Object.entries(wanted).filter(
    ([name, value]) => Object.hasOwn(DEFAULT_SETTINGS, name) && Number.isInteger(value) && Number(value) >= 0,
  );
  Object.assign(settings, Object.fromEntries(accepted));
  return Object.keys(wanted).filter((name) => !accepted.some(([known]) => known === name));
};
