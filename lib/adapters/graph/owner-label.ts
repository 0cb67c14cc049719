/** What people may have written on an object of the directory. */
interface Labelled {
  readonly tags?: readonly string[] | null | undefined;
  readonly notes?: string | null | undefined;
}

const TAG = /^owner(?:mail|upn)?\s*[:=]\s*(\S.*?)\s*$/i;
/** In free text only something like an address is believed to be meant. */
const NOTE = /\b(?:owner|contact)\s*[:=]\s*([^\s<>,;]+@[^\s<>,;]+)/i;

/** Who a tag (`owner:`, `ownerMail:`) or a note (`Owner: `, `Contact: `) says is the owner. */
export const ownerLabel = ({ tags, notes }: Labelled): string | undefined =>
  (tags ?? []).map((tag) => TAG.exec(tag)?.[1]).find((owner) => owner !== undefined) ??
  NOTE.exec(notes ?? '')?.[1]?.replace(/\.$/, '');
