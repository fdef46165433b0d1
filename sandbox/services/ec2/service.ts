import type { Service } from '../../gateway/service.ts'

/** Amazon EC2: the network part. */
export const service: Service = {
  id: 'ec2',
  signingName: 'ec2',
  client: () => import('@aws-sdk/client-ec2'),
  resourceArn(operation, input, { accountId, region }) {
    const { GroupId } = input
    // Only calls that change something have resources on AWS.
    if (operation.startsWith('Describe') || typeof GroupId !== 'string') return undefined
    return `arn:aws:ec2:${region}:${accountId}:security-group/${GroupId}`
  },
}
