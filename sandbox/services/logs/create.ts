import { ResourceAlreadyExistsException } from '@aws-sdk/client-cloudwatch-logs'
import type { CreateLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs'
import { decimalId, hexId } from '../../ids.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { invalidParameter, thrown } from './errors.ts'
import { findGroup, groupArn, logs } from './store.ts'

/** Makes a log group. Throws InvalidParameterException or ResourceAlreadyExistsException. */
export function createGroup(
  sandbox: Sandbox,
  scope: Scope,
  request: Pick<CreateLogGroupRequest, 'logGroupName'> & Partial<CreateLogGroupRequest>,
): void {
  const name = request.logGroupName ?? ''
  const { groups } = logs(scope)
  if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) {
    throw invalidParameter(
      `1 validation error detected: Value '${name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
    )
  }
  if (groups.has(name)) {
    throw thrown(ResourceAlreadyExistsException, 'The specified log group already exists')
  }
  groups.put(name, {
    logGroupName: name,
    logGroupArn: groupArn(scope, name),
    creationTime: sandbox.clock.now(),
    ...(request.kmsKeyId && { kmsKeyId: request.kmsKeyId }),
    logGroupClass: request.logGroupClass ?? 'STANDARD',
    deletionProtectionEnabled: request.deletionProtectionEnabled ?? false,
    tags: request.tags ?? {},
  })
}

/** Makes a log stream. Throws InvalidParameterException, ResourceNotFoundException or ResourceAlreadyExistsException. */
export function createStream(sandbox: Sandbox, scope: Scope, groupName: string, streamName: string): void {
  if (!/^[^:*]{1,512}$/.test(streamName)) {
    throw invalidParameter(
      `1 validation error detected: Value '${streamName}' at 'logStreamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*`,
    )
  }
  const group = findGroup(scope, groupName)
  const key = `${groupName}:${streamName}`
  const { streams } = logs(scope)
  if (streams.has(key))
    throw thrown(ResourceAlreadyExistsException, 'The specified log stream already exists')
  streams.put(key, {
    logGroupName: groupName,
    logStreamName: streamName,
    arn: `${group.logGroupArn}:log-stream:${streamName}`,
    creationTime: sandbox.clock.now(),
    uploadSequenceToken: decimalId(56),
    fileId: hexId(32),
  })
}
