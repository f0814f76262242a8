namespace Engine;

/// <summary>Moments of a shifted ReLU at a standard normal pre-activation.</summary>
internal static class ShiftMoment
{
    /// <summary>E phi_b(N)^2: hard Q + b phi, continuous (1 + b^2) Q - b phi, with Q = P(N &gt; b) and phi its density at b.</summary>
    /// <remarks>The variance constant c = (E phi^2)^(-1/2) makes E |h|^2 = 1. In the scaling of arXiv 2112.07628, N(0, 2/m), the hard one reads (2 (1 - Phi + b phi))^(-1/2).</remarks>
    public static double Square(ShiftForm form, double b)
    {
        double tail = NormalDistribution.UpperTail(b), density = Kernels.NormalTail.Density(b);
        return form == ShiftForm.HardThreshold ? tail + b * density : (1 + b * b) * tail - b * density;
    }

    /// <summary>chi: by how much a small relative error of |h|^2 grows from layer to layer without normalisation.</summary>
    /// <remarks>d log E phi_b(s N)^2 / d log s^2 at s = 1. Hard: 1 + b^3 phi / (2 (Q + b phi)); continuous: Q / ((1 + b^2) Q - b phi).</remarks>
    public static double NormGrowth(ShiftForm form, double b)
    {
        double tail = NormalDistribution.UpperTail(b), density = Kernels.NormalTail.Density(b), square = Square(form, b);
        return form == ShiftForm.HardThreshold ? 1 + b * b * b * density / (2 * square) : tail / square;
    }
}
