/** Whom people write down as the one who answers for something. */
export type OwnerContact =
  /** By object id, user principal name or mail address. */
  | { readonly kind: 'person'; readonly who: string }
  /** By object id or mail address; its members are told one by one. */
  | { readonly kind: 'group'; readonly which: string }
  | { readonly kind: 'mailbox'; readonly address: string };

/** The word itself, whichever kind it is. */
export const wordOf = (contact: OwnerContact): string => {
  switch (contact.kind) {
    case 'person':
      return contact.who;
    case 'group':
      return contact.which;
    case 'mailbox':
      return contact.address;
  }
};

/** As people write it; undefined where it is not exactly one of them. */
export const contactOf = ({
  person,
  group,
  mailbox,
}: {
  readonly person?: string | undefined;
  readonly group?: string | undefined;
  readonly mailbox?: string | undefined;
}): OwnerContact | undefined => {
  const said: readonly OwnerContact[] = [
    ...(person === undefined ? [] : [{ kind: 'person', who: person } as const]),
    ...(group === undefined ? [] : [{ kind: 'group', which: group } as const]),
    ...(mailbox === undefined ? [] : [{ kind: 'mailbox', address: mailbox } as const]),
  ];
  return said.length === 1 ? said[0] : undefined;
};
