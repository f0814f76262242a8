namespace Engine;

/// <summary>Which way a step goes.</summary>
internal interface IDirection
{
    /// <summary>Writes g of the step -J^T g to the run's <see cref="TrainingState.Direction"/>.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the point has not moved.</exception>
    DirectionReport Compute(TrainingState state, CancellationToken cancellation);
}
