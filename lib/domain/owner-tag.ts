/** The keys under which people write who answers for something, the plainest first. */
const KEYS = ['owner', 'ownermail', 'ownerupn'] as const;

/** Who answers for something, as its tags say. What comes back is hostile text. */
export const ownerTagOf = (tags: Readonly<Record<string, string>>): string | undefined => {
  const written = Object.entries(tags).map(
    ([key, value]) => [key.trim().toLowerCase(), value.trim()] as const,
  );
  return KEYS.flatMap((key) => written.filter(([name, value]) => name === key && value !== '')).at(0)?.[1];
};
