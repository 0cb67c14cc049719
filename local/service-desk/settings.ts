/** How this desk behaves. A stand-in may change these while it runs, through `PATCH /stand-in/settings`. */
export interface DeskSettings {
  /** The OAuth client-credentials grant, which a new instance has switched off. */
  clientCredentials: boolean;
  /** With it, `order_now` only fills a cart. */
  twoStepCheckout: boolean;
  /** How long after an order its item and the approvals appear. */
  ritmDelayMs: number;
  /** A sleeping developer instance: every API call answers 200 with an HTML page. */
  hibernated: boolean;
  /** 0: no rule, and no headers that speak of one. */
  rateLimitPerHour: number;
  /** Off, as on a new instance: a condition on a column that does not exist is dropped. */
  invalidQueryReturnsNoRows: boolean;
  /** Where decisions are told; "" tells nobody. */
  webhookUrl: string;
  webhookKey: string;
}

/** A desk on its best day. */
export const DEFAULT_SETTINGS: Readonly<DeskSettings> = {
  clientCredentials: true,
  twoStepCheckout: false,
  ritmDelayMs: 0,
  hibernated: false,
  rateLimitPerHour: 0,
  invalidQueryReturnsNoRows: false,
  webhookUrl: '',
  webhookKey: '',
};

/** Takes over what is known and of the right type, and says which names were neither. */
export const changeSettings = (settings: DeskSettings, wanted: object): string[] => {
  const accepted = Object.entries(wanted).filter(
    ([name, value]) =>
      Object.hasOwn(DEFAULT_SETTINGS, name) &&
      typeof value === typeof DEFAULT_SETTINGS[name as keyof DeskSettings],
  );
  Object.assign(settings, Object.fromEntries(accepted));
  return Object.keys(wanted).filter((name) => !accepted.some(([known]) => known === name));
};

/** The settings without the webhook's key. */
export const shownSettings = ({ webhookKey, ...rest }: DeskSettings): object => ({
  ...rest,
  webhookSigned: webhookKey !== '',
});
