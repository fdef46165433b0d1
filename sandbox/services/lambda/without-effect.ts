import type { WithoutEffect } from '../../gateway/service.ts'

const SETTINGS = {
  Architectures: 'functions run on this machine’s own processor',
  DeadLetterConfig: 'what fails three times is logged and dropped',
  EphemeralStorage: 'is kept and shown; /tmp is this machine’s',
  FileSystemConfigs: 'no file system is mounted',
  KMSKeyArn: 'there are no keys of KMS',
  MemorySize: 'limits the heap of the function’s process, not all of its memory',
  SnapStart: 'environments begin cold',
  TracingConfig: 'there is no X-Ray',
  VpcConfig: 'functions reach what this machine reaches',
}

/** Parameters that are accepted and change nothing, or less than on AWS. */
export const withoutEffect: WithoutEffect = {
  CreateFunction: {
    ...SETTINGS,
    PublishTo: 'there is only one latest version',
    CodeSigningConfigArn: 'code is not signed',
    ImageConfig: 'images are refused',
    TenancyConfig: 'there are no tenants',
    CapacityProviderConfig: 'there are no capacity providers for functions',
    DurableConfig: 'there are no durable executions',
  },
  UpdateFunctionConfiguration: {
    ...SETTINGS,
    ImageConfig: 'images are refused',
    CapacityProviderConfig: 'there are no capacity providers for functions',
    DurableConfig: 'there are no durable executions',
  },
  AddPermission: {
    FunctionUrlAuthType: 'there are no function URLs',
    InvokedViaFunctionUrl: 'there are no function URLs',
    EventSourceToken: 'there are no Alexa skills',
    PrincipalOrgID: 'there are no organizations',
  },
  Invoke: {
    ClientContext: 'handlers get no client context',
    DurableExecutionName: 'there are no durable executions',
    TenantId: 'there are no tenants',
  },
  PublishVersion: { PublishTo: 'there is only one latest version' },
  ListFunctions: {
    MasterRegion: 'there are no functions at the edge',
  },
  UpdateFunctionCode: {
    'S3ObjectVersion, S3ObjectStorageMode': 'the object’s newest version is taken, and copied',
    PublishTo: 'there is only one latest version',
    SourceKMSKeyArn: 'there are no keys of KMS',
  },
}
