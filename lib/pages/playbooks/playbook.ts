/** What people see when it has expired. */
export interface Symptom {
  /** As it stands in a log or on a page; without it nothing but the sentence is known. */
  readonly code?: string;
  /** Who says it. */
  readonly by: string;
  readonly says: string;
}

/**
 * What breaks when a credential of one kind expires, or what one system makes of that; how it is renewed, and whom to
 * tell. Our own words for public facts. Codes may change: they help a person to recognise, and no program branches on them.
 */
export interface Playbook {
  readonly title: string;
  /** Whole sentences. */
  readonly breaks: string;
  readonly symptoms: readonly Symptom[];
  /** In this order. */
  readonly steps: readonly string[];
  readonly tell: string;
}

export const ENTRA = 'Microsoft Entra';
export const ACCESS_CONTROL = 'the Access Control Service';
