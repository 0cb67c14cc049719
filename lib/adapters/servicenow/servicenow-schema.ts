import * as z from 'zod';

// Every scalar is a string, and what is empty is "". What an access rule hides is not there at all.
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** A reference is a plain string as we ask for it; an instance may send the long form all the same. */
const reference = z
  .union([z.string(), z.object({ value: z.string() })])
  .nullish()
  .transform((value) => (typeof value === 'object' && value !== null ? value.value : (value ?? '')));

/** The key of a record: 32 hexadecimal digits. */
export const SYS_ID = /^[0-9a-f]{32}$/;
const sysId = z.string().regex(SYS_ID);

/** `POST /oauth_token.do`. */
export const tokenAnswer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,4096}$/),
  expires_in: z.coerce.number().int().positive(),
});

/** A refusal by the token endpoint, or by an API. */
export const refusal = z.union([
  z.object({ error: z.object({ message: text, detail: text }) }),
  z.object({ error: z.string(), error_description: text }),
]);

/** `order_now`: the request, or only a cart where checkout takes two steps. */
export const orderAnswer = z.object({
  result: z.union([z.object({ request_id: sysId }), z.object({ cart_id: z.string().min(1) })]),
});

/** `cart/submit_order`. */
export const checkoutAnswer = z.object({ result: z.object({ request_id: sysId }) });

/** The columns of `sc_req_item` that we ask for, by the names under which they come back. */
export const requestItem = z.object({
  sys_id: sysId,
  number: z.string().regex(/^[A-Z]{1,10}\d{1,20}$/),
  state: text,
  active: text,
  approval: text,
  request: reference,
  correlation_id: text,
  correlation_display: text,
  cat_item: reference,
  requested_for: reference,
  'requested_for.user_name': text,
  'opened_by.user_name': text,
  opened_at: text,
  closed_at: text,
  due_date: text,
  sys_updated_by: text,
  short_description: text,
  description: text,
  'variables.application_name': text,
  'variables.application_id': text,
  'variables.environment': text,
  'variables.update_kind': text,
  'variables.old_secret_expiry_date': text,
  'variables.correlation': text,
  'variables.revision': text,
});
export type RequestItem = z.infer<typeof requestItem>;
export const REQUEST_ITEM_FIELDS = Object.keys(requestItem.shape).join(',');

/** The columns of `sysapproval_approver` that we ask for. */
export const approvalRow = z.object({
  sys_id: sysId,
  state: text,
  sysapproval: reference,
  comments: text,
  sys_updated_on: z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/),
  sys_updated_by: text,
  'approver.user_name': text,
});
export type ApprovalRow = z.infer<typeof approvalRow>;
export const APPROVAL_FIELDS = Object.keys(approvalRow.shape).join(',');

/** The columns of `sys_user` that we ask for. */
export const userRow = z.object({ sys_id: sysId, user_name: text });
export const USER_FIELDS = Object.keys(userRow.shape).join(',');

/** The columns of `sys_user_group` and `incident` that we ask for. */
export const groupRow = z.object({ sys_id: sysId, name: text });
export const GROUP_FIELDS = Object.keys(groupRow.shape).join(',');
export const incidentRow = z.object({
  sys_id: sysId,
  number: z.string().regex(/^[A-Z]{1,10}\d{1,20}$/),
  active: text,
  state: text,
  correlation_id: text,
});
export const INCIDENT_FIELDS = Object.keys(incidentRow.shape).join(',');

/** A file of the Attachment API. Its size comes as text. */
export const attachmentRow = z.object({
  sys_id: sysId,
  table_sys_id: text,
  file_name: text,
  size_bytes: z.coerce.number().int().nonnegative(),
  sys_created_on: text,
  sys_created_by: text,
});
export type AttachmentRow = z.infer<typeof attachmentRow>;

/** An answer with several rows, or with one. */
export const many = <Row extends z.ZodType>(row: Row) => z.object({ result: z.array(row) });
export const one = <Row extends z.ZodType>(row: Row) => z.object({ result: row });

/** What `fetch` throws: its name, and the system's code beneath it. */
export const fetchError = z.object({
  name: z.string(),
  cause: z.object({ code: z.string() }).optional().catch(undefined),
});
