import type { Service } from '../../gateway/service.ts'

/** Amazon EC2: the network part. */
export const service: Service = {
  id: 'ec2',
  signingName: 'ec2',
  client: () => import('@aws-sdk/client-ec2'),
}
