import { ok } from '../../domain/result.ts';
import type { Attachment, DeskAttachments } from '../../ports/desk-attachments.ts';
import type { ServiceNowClient } from './servicenow-client.ts';
import { rejected, unavailable } from './servicenow-failure.ts';
import { equals, query } from './servicenow-query.ts';
import { type AttachmentRow, attachmentRow, many } from './servicenow-schema.ts';
import { deskInstant } from './servicenow-time.ts';

const PATH = '/api/now/attachment';
/** More files than anyone hangs on one request. */
const MOST = 100;

/** The files of tickets in one instance, by its Attachment API. */
export const serviceNowAttachments = (client: ServiceNowClient): DeskAttachments => ({
  list: async (ticket) => {
    const parameters = {
      sysparm_query: query([equals('table_sys_id', ticket.id)], ['sys_created_on', 'sys_id']),
      sysparm_limit: String(MOST),
    };
    const found = await client.call({ method: 'GET', path: PATH, parameters }, many(attachmentRow));
    if (!found.ok) return found;
    const { result } = found.value;
    // A condition that an instance drops without a word would give us the files of strangers.
    return result.every((row) => row.table_sys_id === ticket.id)
      ? ok(result.flatMap(attachmentOf))
      : rejected(`The desk answers with files that are not on ${ticket.number}`);
  },
  read: async ({ id, bytes }, longest) => {
    if (bytes > longest) return rejected(`A file of ${bytes} bytes is too large`);
    const file = await client.file(`${PATH}/${id}/file`, longest);
    if (!file.ok || file.value.length === bytes) return file;
    // A sleeping instance answers with a page, and a broken connection with less than all.
    return unavailable(`The desk answered with ${file.value.length} bytes of a file of ${bytes}`);
  },
});

const attachmentOf = (row: AttachmentRow): readonly Attachment[] => {
  const attachedAt = deskInstant(row.sys_created_on);
  if (attachedAt === undefined) return [];
  const by = row.sys_created_by === '' ? undefined : row.sys_created_by;
  return [{ id: row.sys_id, name: row.file_name, bytes: row.size_bytes, attachedAt, by }];
};
