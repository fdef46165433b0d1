import type { WithoutEffect } from '../../gateway/service.ts'

const SETTINGS = {
  Architectures: 'functions run on this machine’s own processor',
  DeadLetterConfig: 'what fails three times is logged and dropped',
  EphemeralStorage: 'is kept and shown; /tmp is this machine’s',
  FileSystemConfigs: 'no file system is mounted',
  KMSKeyArn: 'there are no keys of KMS',
  Layers: 'no layer is added to the code',
  MemorySize: 'limits the heap of the function’s process, not all of its memory',
  SnapStart: 'environments begin cold',
  TracingConfig: 'there is no X-Ray',
  VpcConfig: 'functions reach what this machine reaches',
}

/** Parameters that are accepted and change nothing, or less than on AWS. */
export const withoutEffect: WithoutEffect = {
  CreateFunction: SETTINGS,
  UpdateFunctionConfiguration: SETTINGS,
  AddPermission: { FunctionUrlAuthType: 'there are no function URLs' },
}
