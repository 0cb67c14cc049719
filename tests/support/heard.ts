import type { Page } from 'playwright-core';

interface Told {
  readonly value?: unknown;
}
interface Node {
  readonly nodeId: string;
  readonly childIds?: readonly string[];
  readonly ignored: boolean;
  readonly role?: Told;
  readonly name?: Told;
  readonly description?: Told;
  readonly properties?: readonly { readonly name: string; readonly value: Told }[];
}

const ROLES =
  /^(?:banner|main|contentinfo|heading|button|link|textbox|radio|checkbox|status|group|DisclosureTriangle)$/;
const STATES = ['level', 'live', 'checked', 'expanded', 'invalid', 'focused'];
const USUAL = ['false', '', 'undefined'];

const textOf = (told: Told | undefined): string => (typeof told?.value === 'string' ? told.value : '');

const line = ({ role, name, description, properties = [] }: Node): string => {
  const states = STATES.flatMap((state) => {
    const value = String(properties.find((one) => one.name === state)?.value.value);
    return USUAL.includes(value) ? [] : [value === 'true' ? state : `${state} ${value}`];
  });
  const said = textOf(name);
  const more = [...states, textOf(description)].filter((text) => text !== '').join(', ');
  return [textOf(role), said, more === '' ? '' : `[${more}]`].filter((text) => text !== '').join(' ');
};

/**
 * The tree that Chromium gives to a screen reader, in the order in which it is read: a line for each part that is a
 * landmark, speaks of itself or can be used, with its role, its name, and in brackets what else is said of it.
 */
export const heard = async (page: Page): Promise<readonly string[]> => {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send('Accessibility.getFullAXTree')) as {
    readonly nodes: readonly Node[];
  };
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const below = (node: Node | undefined): readonly Node[] =>
    node === undefined ? [] : [node, ...(node.childIds ?? []).flatMap((id) => below(byId.get(id)))];
  return below(nodes[0])
    .filter(({ ignored, role }) => !ignored && ROLES.test(textOf(role)))
    .map(line);
};
