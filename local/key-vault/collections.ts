/** What a vault holds, by the name that it has in addresses. */
export const COLLECTIONS = ['certificates', 'keys', 'secrets'] as const;
export type Collection = (typeof COLLECTIONS)[number];
