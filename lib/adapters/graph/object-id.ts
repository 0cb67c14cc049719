import * as z from 'zod';

/** Whether a native id is one of a directory object. */
export const isObjectId = (nativeId: string): boolean => z.guid().safeParse(nativeId).success;
