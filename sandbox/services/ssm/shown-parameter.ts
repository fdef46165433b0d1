import { createHash } from 'node:crypto'
import type { Parameter, ParameterHistory, ParameterMetadata } from '@aws-sdk/client-ssm'
import type { Scope } from '../../store/store.ts'
import { parameterArn } from './names.ts'
import { latest, type ParameterDocument, type VersionDocument } from './store.ts'

/** A parameter with its value, as GetParameter shows it. */
export function shownParameter(
  scope: Scope,
  { name }: ParameterDocument,
  version: VersionDocument,
  { decrypted, selector }: { decrypted: boolean | undefined; selector?: string | undefined },
): Parameter {
  return {
    Name: name,
    Type: version.type,
    Value: valueOf(name, version, decrypted),
    Version: version.version,
    ...(selector !== undefined && { Selector: selector }),
    LastModifiedDate: new Date(version.modifiedAt),
    ARN: parameterArn(scope, name),
    DataType: version.dataType,
  }
}

/** A parameter without its value, as DescribeParameters shows it. */
export function shownMetadata(scope: Scope, parameter: ParameterDocument): ParameterMetadata {
  const { name } = parameter
  return { Name: name, ARN: parameterArn(scope, name), ...metadata(latest(parameter)) }
}

/** One version of a parameter, as GetParameterHistory shows it. */
export function shownVersion(
  { name }: ParameterDocument,
  version: VersionDocument,
  decrypted: boolean | undefined,
): ParameterHistory {
  const Value = valueOf(name, version, decrypted)
  return { Name: name, ...metadata(version), Value, Labels: version.labels }
}

function metadata(version: VersionDocument) {
  const { type, keyId, modifiedAt, modifiedBy, description, allowedPattern, tier, dataType } = version
  return {
    Type: type,
    ...(keyId !== undefined && { KeyId: keyId }),
    LastModifiedDate: new Date(modifiedAt),
    LastModifiedUser: modifiedBy,
    ...(description !== undefined && { Description: description }),
    ...(allowedPattern !== undefined && { AllowedPattern: allowedPattern }),
    Version: version.version,
    Tier: tier,
    Policies: [],
    DataType: dataType,
  }
}

/** AWS answers ciphertext to whoever does not ask for decryption; ours says nothing of the value, and is no cipher of it. */
function valueOf(name: string, { type, value, version }: VersionDocument, decrypted = false): string {
  if (type !== 'SecureString' || decrypted) return value
  return `AQICAH${createHash('sha512').update(`${name}:${version}`).digest('base64')}`
}
