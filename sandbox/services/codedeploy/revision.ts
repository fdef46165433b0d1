import { createHash } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { InvalidRevisionException, RevisionRequiredException } from '@aws-sdk/client-codedeploy'
import type { ErrorInformation, RevisionLocation } from '@aws-sdk/client-codedeploy'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { readObject } from '../s3/read-object.ts'
import { AppSpecError, readAppSpec } from './app-spec.ts'
import type { AppSpec } from './app-spec.ts'
import { exception } from './errors.ts'
import { roleProblem } from './service-role.ts'

const MOST_BYTES = 1_048_576

/** A revision that CreateDeployment takes. Throws RevisionRequiredException or InvalidRevisionException. */
export function checkedRevision(revision: RevisionLocation | undefined): RevisionLocation {
  if (!revision) throw exception(RevisionRequiredException, 'Revision is required')
  const refuse = (message: string) => exception(InvalidRevisionException, message)
  const { revisionType, s3Location, appSpecContent, string } = revision
  if (revisionType === 'S3') {
    if (!s3Location?.bucket || !s3Location.key) throw refuse('An S3 revision must have a bucket and a key')
    if (s3Location.bundleType !== 'YAML' && s3Location.bundleType !== 'JSON') {
      throw refuse('For ECS deployment, the bundleType must be YAML or JSON')
    }
    return { revisionType, s3Location }
  }
  if (revisionType !== 'AppSpecContent' && revisionType !== 'String') {
    throw refuse('For ECS deployment, the revisionType must be S3 or AppSpecContent')
  }
  const { content, sha256 } = (revisionType === 'String' ? string : appSpecContent) ?? {}
  if (!content) throw refuse('The content of the AppSpec file is required')
  const digest = createHash('sha256').update(content).digest('hex')
  if (sha256 && sha256 !== digest)
    throw refuse('The SHA256 hash does not match the content of the AppSpec file')
  const whole = { content, sha256: digest }
  return revisionType === 'String' ? { revisionType, string: whole } : { revisionType, appSpecContent: whole }
}

/** What a revision says, or the error with which its deployment fails. */
export async function readRevision(
  sandbox: Sandbox,
  scope: Scope,
  { s3Location, appSpecContent, string }: RevisionLocation,
  serviceRoleArn: string,
): Promise<AppSpec | ErrorInformation> {
  try {
    if (!s3Location) return readAppSpec((appSpecContent ?? string)?.content ?? '')
    const { bucket = '', key = '' } = s3Location
    const resource = `arn:aws:s3:::${bucket}/${key}`
    const problem = roleProblem(sandbox, serviceRoleArn, [{ action: 's3:GetObject', resource }])
    if (problem) return problem
    const object = await readObject(sandbox, scope, bucket, key)
    if (!object || object.size > MOST_BYTES) {
      object?.stream.destroy()
      const message = `The AppSpec file cannot be located in the specified S3 bucket. Verify your AppSpec file is present and has the name and location specified in your revision: s3://${bucket}/${key}`
      return { code: 'REVISION_MISSING', message }
    }
    return readAppSpec(await text(object.stream))
  } catch (error) {
    if (!(error instanceof AppSpecError)) throw error
    return { code: 'INVALID_REVISION', message: error.message }
  }
}
