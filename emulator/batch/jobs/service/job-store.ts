/** The service jobs of one account and Region, with their training jobs. */
import { isOver, type ServiceJob } from "./service-job";
import type { TrainingJob } from "./training-job";

export class ServiceJobs {
  private readonly byId = new Map<string, ServiceJob>();
  private readonly byRequest = new Map<string, ServiceJob>();
  private readonly trainingJobs = new Map<string, TrainingJob>();

  /** The number of the next job. */
  get nextNumber(): number {
    return -(this.byId.size + 1);
  }

  /** @param request - what a repetition of the request is known by; undefined: it cannot be repeated */
  add(job: ServiceJob, request: string | undefined): void {
    this.byId.set(job.id, job);
    if (request !== undefined) this.byRequest.set(request, job);
  }

  get(id: string): ServiceJob | undefined {
    return this.byId.get(id);
  }

  /** The job that the same request has made before. */
  madeBy(request: string): ServiceJob | undefined {
    return this.byRequest.get(request);
  }

  /** Newest first. */
  ofQueue(queueArn: string): ServiceJob[] {
    return [...this.byId.values()].filter((job) => job.queueArn === queueArn).reverse();
  }

  /** Jobs of a queue that have not ended; in the order of submission. */
  openIn(queueArn: string): ServiceJob[] {
    return [...this.byId.values()].filter((job) => job.queueArn === queueArn && !isOver(job));
  }

  addTrainingJob(training: TrainingJob): void {
    this.trainingJobs.set(training.name, training);
  }

  /** In the order in which they were made. */
  allTrainingJobs(): TrainingJob[] {
    return [...this.trainingJobs.values()];
  }

  trainingJob(name: string): TrainingJob | undefined {
    return this.trainingJobs.get(name);
  }
}
