import type { Person } from '../tenant/people.ts';

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
button{display:block;width:100%;text-align:start;font:inherit;padding:.5rem .75rem;margin:.25rem 0}
small{opacity:.75}`;

/** Whoever there is, to sign in with one click. There are no passwords here: these people are made up. */
export const signInPage = (people: readonly Person[], tenantName: string, first: string): string => {
  const rank = ({ user }: Person) => (user.id === first || user.userPrincipalName === first ? 0 : 1);
  const buttons = [...people]
    .sort((a, b) => rank(a) - rank(b))
    .map(
      ({ user }) =>
        `<button name="person" value="${escape(user.userPrincipalName)}">${escape(user.displayName)}<br><small>${escape(
          `${user.userPrincipalName}${user.accountEnabled ? '' : ' (disabled)'}${user.userType === 'Guest' ? ' (guest)' : ''}`,
        )}</small></button>`,
    );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sign in to ${escape(tenantName)}</title><style>${STYLE}</style></head><body><main>
<h1>Sign in</h1><p>This stands in for Microsoft Entra. Choose who you are.</p>
<form method="post">${buttons.join('\n')}<button name="cancel" value="1">Cancel</button></form></main></body></html>`;
};
