import { z } from 'zod'
import { defineEndpoint } from '../http/endpoint.ts'
import { STORES } from '../stores/store.ts'
import { UserParams } from '../users/user-endpoints.ts'

const FileParams = UserParams.extend({ fileId: z.uuid('must be the id of a file') })

export const UploadQuery = z.object({
  name: z
    .string()
    .min(1, 'must be 1 to 255 characters')
    .max(255, 'must be 1 to 255 characters')
    .regex(/^[^/\\\p{Cc}]+$/u, 'must be a plain file name, without / and \\')
    .refine(name => name !== '.' && name !== '..', 'must be the name of a file, not of a folder'),
  store: z.enum(STORES, `must be ${STORES.join(' or ')}`),
})

export const File = z.object({
  id: z.uuid(),
  name: z.string(),
  type: z.string(),
  size: z.number().describe('In bytes.'),
  store: z.enum(STORES),
  storedAt: z.number().describe('Milliseconds since 1970.'),
})

export const listFiles = defineEndpoint({
  method: 'get',
  path: '/api/users/:userId/files',
  summary: 'List the files of a user, newest first',
  params: UserParams,
  status: 200,
  answer: z.object({ files: z.array(File) }),
  errors: [404],
})

export const uploadFile = defineEndpoint({
  method: 'post',
  path: '/api/users/:userId/files',
  summary: 'Upload a file: the body is its bytes',
  params: UserParams,
  query: UploadQuery,
  body: 'bytes',
  status: 201,
  answer: File,
  errors: [400, 404, 413, 503, 507],
})

export const downloadFile = defineEndpoint({
  method: 'get',
  path: '/api/users/:userId/files/:fileId/content',
  summary:
    'Download a file, whole or a range; for S3 the answer is a redirect (302) to a link that holds for 5 minutes',
  params: FileParams,
  status: 200,
  errors: [404, 416, 503],
})

export const deleteFile = defineEndpoint({
  method: 'delete',
  path: '/api/users/:userId/files/:fileId',
  summary: 'Delete a file',
  params: FileParams,
  status: 204,
  errors: [404],
})
