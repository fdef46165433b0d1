import type { StepState, VerdictDto } from '../../../lab-runner/contract.ts'
import { useNow } from '../workspace/use-lab.ts'
import { about, ordinal, timeOfDaySeconds } from '../workspace/words.ts'
import { InlineCode } from './InlineCode.tsx'

/** Expected, Observed, Next: always in this order. The status region stays in the page, so that screen readers hear each change once. */
export function Verdict({ step, children }: { step: StepState; children: React.ReactNode }) {
  const { verdict } = step
  const state = stateOf(step)
  return (
    <div
      role="group"
      className={verdict === null && state !== 'checking' ? 'verdict none' : 'verdict'}
      data-s={state}
      aria-label="Verdict"
    >
      <div role="status">
        {state === 'checking' && verdict === null ? (
          <Heading state="checking" text="Checking your account" />
        ) : null}
        {verdict !== null ? (
          <>
            <Heading state={state} text={headline(verdict, state)} />
            <Facts verdict={verdict} />
          </>
        ) : null}
      </div>
      <footer>
        <span className="num">
          <When step={step} verdict={verdict} />
        </span>
        {children}
      </footer>
    </div>
  )
}

/** The look of the verdict: a check at work shows the last verdict in calm colours. */
function stateOf({ status, verdict }: StepState): string {
  if (status === 'checking') return 'checking'
  if (verdict === null) return 'todo'
  return { pass: 'done', fail: 'notyet', waiting: 'settling', error: 'error' }[verdict.status]
}

function headline(verdict: VerdictDto, state: string): string {
  if (verdict.status === 'pass') return state === 'checking' ? 'Looking again' : verdict.title || 'Done'
  if (state === 'checking') return `Looking again: ${lowerFirst(verdict.title)}`
  if (verdict.status === 'fail') return `Not yet: ${lowerFirst(verdict.title)}`
  if (verdict.status === 'waiting') return `Right so far: ${lowerFirst(verdict.title)}`
  return verdict.title
}

/** A sentence's first word in small letters; names of AWS's keep their capitals. */
const lowerFirst = (text: string): string =>
  /^(?:[A-Z][a-z]*)(?: |$)/.test(text) && !/^(?:Amazon|Fargate|Docker|Cloud)/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text

function Heading({ state, text }: { state: string; text: string }) {
  return (
    <h3>
      <i className="st" data-s={state} />
      <span>
        <InlineCode text={text} />
      </span>
    </h3>
  )
}

function Facts({ verdict }: { verdict: VerdictDto }) {
  const facts = [
    ['Expected', verdict.expected],
    ['Observed', verdict.observed],
    ['Next', verdict.next],
  ].filter(([, text]) => text !== '')
  if (facts.length === 0) return null
  return (
    <dl>
      {facts.map(([term, text]) => (
        <div key={term} className={term === 'Observed' ? 'obs' : undefined}>
          <dt>{term}</dt>
          <dd>
            <InlineCode text={text ?? ''} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** When it was looked at, and when it is looked at again; outside of the status region, for it changes each second. */
function When({ step, verdict }: { step: StepState; verdict: VerdictDto | null }) {
  const counting = verdict !== null && verdict.retryAt !== null
  const now = useNow(counting)
  if (verdict === null) {
    return step.status === 'checking'
      ? 'Reads your account, changes nothing.'
      : 'Checked by itself when the commands have ended.'
  }
  if (step.status === 'checking') return `Last looked at ${timeOfDaySeconds(verdict.checkedAt)}.`
  const nth = verdict.attempt > 1 ? `, ${ordinal(verdict.attempt)} time` : ''
  const looked = `Checked ${timeOfDaySeconds(verdict.checkedAt)}${nth}`
  if (verdict.retryAt === null) return looked
  const again = Math.ceil((verdict.retryAt - now) / 1000)
  const left = verdict.aboutSeconds === null ? 0 : (verdict.checkedAt - now) / 1000 + verdict.aboutSeconds
  return (
    <span role="timer">
      {again > 0 ? `Looks again by itself in ${again} s.` : 'Looks again now.'}
      {verdict.aboutSeconds === null ? '' : ` ${sentence(about(left))}${left > 0 ? ' to go' : ''}.`}
    </span>
  )
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
