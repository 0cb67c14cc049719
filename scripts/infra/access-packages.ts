import * as z from 'zod';

const person = z.guid('must be the object id of a person');

/** The access packages by which people come to the roles of the app. */
export const accessPackages = z.strictObject({
  organisation: z.string().min(1),
  /** The catalogue of entitlement management that the packages are in. */
  catalog: z.string().min(1),
  packages: z.array(
    z.strictObject({
      /** The value of the app role. */
      role: z.string().min(1),
      displayName: z.string().min(1).max(120),
      description: z.string().min(1).max(500),
      department: z.string().min(1),
      /** Which registration the role is of: the app watch or the app link. */
      application: z.enum(['watch', 'link']),
      approvers: z.array(person),
      reviewers: z.array(person),
      reviewEveryDays: z.number().int(),
      requestUrl: z.url({ protocol: /^https$/, error: 'must be an https address' }),
    }),
  ),
});

export type AccessPackages = z.infer<typeof accessPackages>;

export interface PackageFindings {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** With fewer, one person on leave and one who may not decide about themselves leave nobody. */
const ENOUGH_PEOPLE = 3;
const REVIEW_DAYS = { least: 30, most: 365 };

/**
 * What is wrong in a mapping of app roles to access packages. Errors keep it from being deployed.
 * @param roles the values of the app roles
 */
export const checkAccessPackages = (given: unknown, roles: readonly string[]): PackageFindings => {
  const parsed = accessPackages.safeParse(given);
  if (!parsed.success) {
    return {
      errors: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
      warnings: [],
    };
  }
  const { packages } = parsed.data;
  const errors: string[] = [];
  const warnings: string[] = [];
  for (const one of packages) {
    const name = one.displayName;
    if (!roles.includes(one.role))
      errors.push(`${name}: there is no app role ${one.role}; there are ${roles.join(', ')}`);
    for (const who of ['approvers', 'reviewers'] as const) {
      const count = new Set(one[who].map((id) => id.toLowerCase())).size;
      if (count === 0) errors.push(`${name}: has no ${who}`);
      else if (count < ENOUGH_PEOPLE)
        warnings.push(
          `${name}: has ${count} ${who}; fewer than ${ENOUGH_PEOPLE} leave nobody when some are away`,
        );
    }
    if (one.reviewEveryDays < REVIEW_DAYS.least || one.reviewEveryDays > REVIEW_DAYS.most) {
      errors.push(
        `${name}: is reviewed every ${one.reviewEveryDays} days; it must be every ${REVIEW_DAYS.least} to ${REVIEW_DAYS.most}`,
      );
    }
  }
  for (const [what, of] of [
    ['display name', (p: (typeof packages)[number]) => p.displayName],
    ['role', (p: (typeof packages)[number]) => `${p.application} ${p.role}`],
  ] as const) {
    const all = packages.map(of);
    for (const twice of new Set(all.filter((one, at) => all.indexOf(one) !== at)))
      errors.push(`two packages have the ${what} ${twice}`);
  }
  for (const application of ['watch', 'link'] as const) {
    for (const role of roles) {
      if (!packages.some((one) => one.application === application && one.role === role))
        errors.push(`nobody can come to the role ${role} of ${application}: it has no package`);
    }
  }
  return { errors, warnings };
};
