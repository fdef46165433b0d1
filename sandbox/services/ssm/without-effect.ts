import type { WithoutEffect } from '../../gateway/service.ts'

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  PutParameter: {
    KeyId: 'there are no keys of KMS: values lie in the state file, which its owner alone can read',
    DataType: 'aws:ec2:image and aws:ssm:integration are kept, and the value is not looked up',
  },
  DescribeParameters: { Shared: 'nothing is shared between accounts' },
}
