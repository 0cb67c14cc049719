/** `[d.]hh:mm:ss[.fraction]`, as host.json writes durations, in milliseconds; undefined when it isn't one. */
export const parseTimespan = (text: string): number | undefined => {
  const match = /^(?:(\d+)\.)?(\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d{1,7})?$/.exec(text);
  if (match === null) return undefined;
  const [, days = '0', hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  const whole = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return Math.round((whole + Number(fraction)) * 1000);
};
