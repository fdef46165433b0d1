import type { CardView } from './map-view.ts'

const signs = { wait: 'settling', fail: 'stopped' } as const

/** One task, or one target without a task. */
export function TaskCard({ card }: { card: CardView }) {
  const { kind, words, detail } = card.health
  return (
    <li className="task" data-role={card.role} title={card.id}>
      <b>
        {card.name}
        <span>{card.zone}</span>
      </b>
      {card.version}
      <span className={`health ${kind}`}>
        {kind === 'wait' || kind === 'fail' ? (
          <i className="st" data-s={kind === 'fail' && words === 'Unhealthy' ? 'notyet' : signs[kind]} />
        ) : null}
        {words}
      </span>
      {detail ?? card.size}
    </li>
  )
}
