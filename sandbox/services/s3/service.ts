import type { Service } from '../../gateway/service.ts'
import { authorizeS3 } from './access.ts'

/** Amazon Simple Storage Service; `dataplane/objects` keeps the bytes. */
export const service: Service = {
  id: 's3',
  signingName: 's3',
  client: () => import('@aws-sdk/client-s3'),
  authorize: authorizeS3,
}
