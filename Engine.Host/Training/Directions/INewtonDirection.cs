namespace Engine;

/// <summary>A direction that solves a damped linear system, and adapts its damping.</summary>
internal interface INewtonDirection : IDirection, IDisposable
{
    /// <summary>Damping of the next step, relative to the mean diagonal of the system.</summary>
    double Damping { get; }

    /// <summary>Raises the damping after a step that went nowhere.</summary>
    /// <returns>False when it is at its largest already.</returns>
    bool Raise();

    /// <summary>Adapts the damping to how well the linearisation foretold a step.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="decrease">By how much the objective fell.</param>
    /// <param name="slope">Its slope along the full step; a quadratic with its minimum there falls by half of it.</param>
    void Learn(double length, double decrease, double slope);
}
