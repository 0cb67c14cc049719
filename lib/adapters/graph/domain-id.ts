/** Whether a native id is one of a domain, a partner's federation or a policy of the tenant. */
export const isDomainId = (nativeId: string): boolean =>
  /^(domains|external-federations|token-lifetime-policies)\/[^/]+$/.test(nativeId);
