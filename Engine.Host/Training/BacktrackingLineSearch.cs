namespace Engine;

/// <summary>Takes the first length that lowers the objective enough: the full one, or shorter ones chosen by a parabola through what is known.</summary>
/// <remarks>Nocedal and Wright, Numerical Optimization, algorithm 3.1 and section 3.5: Armijo constant 1e-4, cuts between 1/10 and 1/2.</remarks>
internal static class BacktrackingLineSearch
{
    private const double Armijo = 1e-4;
    private const int Cuts = 10;

    /// <summary>Moves the run along its direction, or leaves it at the base point up to rounding.</summary>
    /// <param name="state">The run; its direction has been set.</param>
    /// <param name="direction">Slope and first length.</param>
    /// <param name="refreshAll">Whether every list is chosen again.</param>
    /// <returns>The length taken; 0 when none lowers the objective.</returns>
    public static double Take(TrainingState state, DirectionReport direction, bool refreshAll)
    {
        double start = state.Objective, displacement = state.DisplacementSquared, length = direction.FirstLength;
        state.Move(length, fromBase: true, direction.Shrink, refreshAll);
        for (int cut = 0; ; cut++)
        {
            state.DisplacementSquared = Displacement(direction, displacement, length);
            double trial = state.Objective;
            if (double.IsFinite(trial) && trial < start + Armijo * length * direction.Slope) return length;
            if (cut == Cuts) break;
            double next = Shorter(start, direction.Slope, length, trial);
            state.Move(next - length, fromBase: false);
            length = next;
        }

        state.Move(-length, fromBase: false);
        state.DisplacementSquared = displacement;
        return 0;
    }

    /// <summary>|W - W(0)|^2 after a share of the way from the base point to where a full step ends.</summary>
    private static double Displacement(DirectionReport direction, double displacement, double length)
    {
        double rest = 1 - length;
        return rest * rest * displacement + 2 * length * rest * direction.TargetProduct + length * length * direction.TargetSquared;
    }

    /// <summary>The minimum of the parabola with the objective and slope at 0 and the objective at <paramref name="length"/>, kept in [1/10, 1/2] of it.</summary>
    private static double Shorter(double start, double slope, double length, double trial)
    {
        double bend = trial - start - length * slope;
        double minimum = -slope * length * length / (2 * bend);
        return double.IsFinite(minimum) ? Math.Clamp(minimum, 0.1 * length, 0.5 * length) : 0.1 * length;
    }
}
