/** Said in every mail: a program wrote it, so that no other program answers with "out of office" and the whole mail below. */
export const UNATTENDED: Readonly<Record<string, string>> = {
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'All',
};
