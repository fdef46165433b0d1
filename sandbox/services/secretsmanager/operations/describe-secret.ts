import type { DescribeSecretRequest, DescribeSecretResponse } from '@aws-sdk/client-secrets-manager'
import type { Operation } from '../../../operation.ts'
import { requestedSecret } from '../secrets.ts'
import { shownSecret } from '../shown-secret.ts'

/** All about a secret but its value; also of one that is marked for deletion. */
export const describeSecret: Operation<DescribeSecretRequest, DescribeSecretResponse> = (input, context) =>
  shownSecret(context.sandbox, context.scope, requestedSecret(context, input, { orDeleted: true }))
