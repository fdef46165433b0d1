import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import { LATEST } from './functions.ts'
import type { FunctionDocument } from './store.ts'

/** A function as AWS answers it; `now` in the account's own time. */
export function functionShape(fn: FunctionDocument, now: number): FunctionConfiguration {
  const pending = now < fn.activeAt
  return {
    FunctionName: fn.functionName,
    FunctionArn: fn.functionArn,
    Runtime: fn.runtime as FunctionConfiguration['Runtime'],
    Role: fn.role,
    Handler: fn.handler,
    CodeSize: fn.codeSize,
    Description: fn.description,
    Timeout: fn.timeout,
    MemorySize: fn.memorySize,
    LastModified: new Date(fn.lastModified).toISOString().replace('Z', '+0000'),
    CodeSha256: fn.codeSha256,
    Version: fn.version ?? LATEST,
    ...(Object.keys(fn.environment).length > 0 && { Environment: { Variables: fn.environment } }),
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: fn.revisionId,
    State: pending ? 'Pending' : 'Active',
    ...(pending && { StateReason: 'The function is being created.', StateReasonCode: 'Creating' }),
    ...(!pending && { LastUpdateStatus: 'Successful' as const }),
    PackageType: 'Zip',
    Architectures: fn.architectures as FunctionConfiguration['Architectures'],
    EphemeralStorage: { Size: fn.ephemeralStorageMb },
    LoggingConfig: { LogFormat: 'Text', LogGroup: fn.logGroup },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
  }
}
