import type { ServiceView } from './map-view.ts'

/** Each service: what it should run, what it runs, and its deployments, unless a track shows those. */
export function Services({ services, tracked }: { services: ServiceView[]; tracked: string | null }) {
  return services.map(service => (
    <section key={service.name} className="life" aria-label={`Service ${service.name}`}>
      <header>
        <h3>Service {service.name}</h3>
        <span className={service.settled ? 'chip num' : 'chip settling num'}>
          {service.running} of {service.desired} running, {service.words}
        </span>
      </header>
      <ul className="deployments num" hidden={service.name === tracked}>
        {service.deployments.map(deployment => (
          <li key={deployment.id}>
            <span>
              <i className={`v ${deployment.role}`} /> {deployment.version}
            </span>
            <span className={`bar ${deployment.role}`} aria-hidden="true">
              <i
                style={{
                  width: `${deployment.desired === 0 ? 0 : (deployment.running / deployment.desired) * 100}%`,
                }}
              />
            </span>
            <span>
              {deployment.running} of {deployment.desired} running
            </span>
            <span className={deployment.failed ? 'failed' : undefined}>{deployment.words}</span>
          </li>
        ))}
      </ul>
    </section>
  ))
}
