/** Whether a native id is one of a domain, a partner's federation, a policy of the tenant or the provisioning of an application. */
export const isDomainId = (nativeId: string): boolean =>
  /^(domains|external-federations|token-lifetime-policies|provisioning)\/[^/]+$/.test(nativeId);
