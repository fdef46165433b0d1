import type { ApiError } from '../../../lab-runner/contract.ts'
import { InlineCode } from './InlineCode.tsx'

/** Why the server did not do what was asked, and what to do next. */
export function Refusal({ problem }: { problem: ApiError }) {
  return (
    <div className="refusal" role="alert">
      <i className="st" data-s="error" />
      <p>
        <b>
          <InlineCode text={problem.message} />
        </b>{' '}
        <InlineCode text={problem.next} />
      </p>
    </div>
  )
}
