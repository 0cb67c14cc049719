/** An address as the API takes it. */
export interface Address {
  readonly email: string;
  readonly name?: string;
}

/** One envelope: who gets the message, and what is special for them. */
export interface Personalization {
  readonly to: readonly Address[];
  readonly cc?: readonly Address[];
  readonly bcc?: readonly Address[];
  readonly subject?: string;
  readonly substitutions?: Readonly<Record<string, string>>;
  readonly custom_args?: Readonly<Record<string, string>>;
  readonly send_at?: number;
}

/** What a message says of tracking, as far as this service reads it. */
export interface Tracking {
  readonly click_tracking?: { readonly enable?: boolean; readonly enable_text?: boolean };
}

/** The body of `POST /v3/mail/send`, as far as this service reads it, after the checks. */
export interface MailSend {
  readonly personalizations: readonly Personalization[];
  readonly from: Address;
  readonly reply_to?: Address;
  readonly subject?: string;
  readonly content: readonly { readonly type: string; readonly value: string }[];
  readonly attachments?: readonly {
    readonly filename: string;
    readonly type?: string;
    readonly content: string;
  }[];
  readonly categories?: readonly string[];
  readonly custom_args?: Readonly<Record<string, string>>;
  readonly send_at?: number;
  readonly mail_settings?: { readonly sandbox_mode?: { readonly enable?: boolean } };
  readonly tracking_settings?: Tracking;
}

/** Everyone an envelope is for. */
export const recipientsOf = ({ to, cc = [], bcc = [] }: Personalization): Address[] => [...to, ...cc, ...bcc];
