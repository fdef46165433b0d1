import type { ListTagsForResourceInput, ListTagsForResourceOutput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { tagsOf } from '../tags.ts'

export const listTagsForResource: Operation<ListTagsForResourceInput, ListTagsForResourceOutput> = (
  input,
  { scope, sandbox },
) => ({ Tags: tagsOf(sandbox, scope, input.ResourceARN ?? '').tags })
