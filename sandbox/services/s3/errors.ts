import { AwsError } from '../../operation.ts'

/** S3's own words. It models few of its errors, so all are made here. */
export function noSuchBucket(name: string): AwsError {
  return new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, {
    members: { BucketName: name },
  })
}

export function noSuchKey(key: string, headers: Record<string, string> = {}): AwsError {
  return new AwsError('NoSuchKey', 'The specified key does not exist.', 404, {
    members: { Key: key },
    headers,
  })
}

export function noSuchVersion(key: string, versionId: string): AwsError {
  return new AwsError('NoSuchVersion', 'The specified version does not exist.', 404, {
    members: { Key: key, VersionId: versionId },
  })
}

export function invalidVersion(versionId: string): AwsError {
  return invalidArgument('Invalid version id specified', 'versionId', versionId)
}

export function noSuchUpload(uploadId: string): AwsError {
  return new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    404,
    { members: { UploadId: uploadId } },
  )
}

/** A delete marker can be neither read nor described. */
export function isDeleteMarker(versionId: string, lastModified: number): AwsError {
  return new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
    members: { Method: 'GET', ResourceType: 'DeleteMarker' },
    headers: {
      allow: 'DELETE',
      'x-amz-delete-marker': 'true',
      'x-amz-version-id': versionId,
      'last-modified': new Date(lastModified).toUTCString(),
    },
  })
}

export function accessDenied(message = 'Access Denied'): AwsError {
  return new AwsError('AccessDenied', message, 403)
}

export function preconditionFailed(condition: string): AwsError {
  return new AwsError(
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    412,
    { members: { Condition: condition } },
  )
}

export function invalidArgument(message: string, name: string, value: string): AwsError {
  return new AwsError('InvalidArgument', message, 400, {
    members: { ArgumentName: name, ArgumentValue: value },
  })
}

export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequest', message)
}

export function malformedXml(): AwsError {
  return new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  )
}

/** A part of a bucket's configuration that has not been set. */
export function notConfigured(code: string, message: string, bucket: string): AwsError {
  return new AwsError(code, message, 404, { members: { BucketName: bucket } })
}

/** The disk's own error, in words; anything else as it is. */
export function storageError(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AwsError(
      'ServiceUnavailable',
      'The disk of the practice account is full. Nothing was stored; make room and try again.',
      503,
    )
  }
  // The account was emptied while the content came.
  if (code === 'ENOENT') {
    return new AwsError(
      'OperationAborted',
      'A conflicting conditional operation is currently in progress against this resource. Try again.',
      409,
    )
  }
  return error
}
