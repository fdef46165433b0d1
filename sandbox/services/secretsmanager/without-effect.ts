import type { WithoutEffect } from '../../gateway/service.ts'

const KEY = 'there are no keys of KMS: values lie in the state file, which its owner alone can read'

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  CreateSecret: {
    KmsKeyId: KEY,
    ForceOverwriteReplicaSecret: 'there are no replicas',
  },
  UpdateSecret: { KmsKeyId: KEY },
}
