import type { GetAccessKeyInfoRequest, GetAccessKeyInfoResponse } from '@aws-sdk/client-sts'
import { AwsError, type Operation } from '../../../operation.ts'
import { accountOfAccessKey } from '../../iam/access-key-id.ts'

/** The account of an access key: its id alone says it. */
export const getAccessKeyInfo: Operation<GetAccessKeyInfoRequest, GetAccessKeyInfoResponse> = ({
  AccessKeyId = '',
}) => {
  const Account = accountOfAccessKey(AccessKeyId)
  if (Account === undefined) throw new AwsError('ValidationError', `${AccessKeyId} is not an access key id`)
  return { Account }
}
