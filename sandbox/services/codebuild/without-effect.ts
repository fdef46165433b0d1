import type { WithoutEffect } from '../../gateway/service.ts'

const SETTINGS = {
  vpcConfig: 'kept, shown: builds reach what this machine reaches',
  encryptionKey: 'kept, shown: there are no keys of KMS',
  cache: 'kept, shown: every build begins with nothing, but for the engine’s layers',
  'logsConfig.s3Logs': 'refused when enabled',
}

/** Parameters that are accepted and change nothing, or less than on AWS. */
export const withoutEffect: WithoutEffect = {
  CreateProject: {
    ...SETTINGS,
    'environment.certificate': 'kept, shown: builds trust what this machine trusts',
    'environment.type, environment.computeType':
      'builds run on this machine’s own processor; computeType limits memory in containers',
    'environment.hostKernel': 'kept, shown',
    'artifacts.encryptionDisabled, artifacts.bucketOwnerAccess': 'kept, shown',
    'buildspec: runtime-versions, cache, reports, batch, proxy, run-as, env/git-credential-helper':
      'read over; the log says so. Programs are those of this machine, or of the image',
  },
  UpdateProject: SETTINGS,
  StartBuild: {
    'gitSubmodulesConfigOverride, reportBuildStatusOverride, buildStatusConfigOverride':
      'not kept: they are about git repositories',
    'cacheOverride, encryptionKeyOverride, certificateOverride': 'kept, shown',
    hostKernelOverride: 'not kept',
  },
}
