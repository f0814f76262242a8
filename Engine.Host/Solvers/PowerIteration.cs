using Engine.Kernels;

namespace Engine;

/// <summary>The largest eigenvalue of a symmetric positive semidefinite operator.</summary>
internal static class PowerIteration
{
    /// <summary>Iterates until the Rayleigh quotient grows by less than <paramref name="tolerance"/> of itself.</summary>
    /// <param name="system">A.</param>
    /// <param name="start">Where the first vector's normals come from.</param>
    /// <param name="tolerance">Relative; the quotient is a lower bound that only grows.</param>
    /// <param name="iterationLimit">At least 1.</param>
    /// <param name="cancellation">Checked before every iteration.</param>
    /// <returns>The last Rayleigh quotient and the products with A it took.</returns>
    public static (double Eigenvalue, int Iterations) Largest(
        ILinearOperator system, CounterRandom start, double tolerance, int iterationLimit, CancellationToken cancellation)
    {
        double[] vector = new double[system.Order], image = new double[system.Order];
        for (int i = 0; i < vector.Length; i++) vector[i] = start.Normal((ulong)i);
        double quotient = 0;
        for (int iteration = 1; iteration <= iterationLimit; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            system.Apply(vector, image);
            double square = 0, product = 0, norm = 0;
            for (int i = 0; i < vector.Length; i++)
            {
                square += vector[i] * vector[i];
                product += vector[i] * image[i];
                norm += image[i] * image[i];
            }

            if (!(norm > 0)) return (0, iteration);
            double next = product / square;
            bool settled = next - quotient <= tolerance * next;
            quotient = next;
            if (settled) return (quotient, iteration);
            double scale = 1 / Math.Sqrt(norm);
            for (int i = 0; i < vector.Length; i++) vector[i] = image[i] * scale;
        }

        return (quotient, iterationLimit);
    }
}
