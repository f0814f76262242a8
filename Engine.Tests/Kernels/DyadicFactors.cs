namespace Engine.Tests.Kernels;

/// <summary>Triangles whose inverses are exact in double precision.</summary>
internal static class DyadicFactors
{
    /// <summary>An integer triangle of unit diagonal, the product of two that have one entry ±1 a row below the diagonal.</summary>
    /// <remarks>Each factor's inverse has entries -1, 0 and 1, so the entries of the product's inverse stay at or below n.</remarks>
    internal static double[,] UnitFactor(int order, int seed)
    {
        Random random = new(seed);
        double[,] product = SingleEntryRows(order, random);
        double[,] second = SingleEntryRows(order, random);
        double[,] unit = new double[order, order];
        for (int row = 0; row < order; row++)
        {
            for (int k = 0; k <= row; k++)
            {
                if (product[row, k] == 0.0) continue;
                for (int column = 0; column <= k; column++) unit[row, column] += product[row, k] * second[k, column];
            }
        }

        return unit;
    }

    /// <summary>1, 2, 4, 1, 2, 4, ...</summary>
    internal static double[] Scale(int order) => [.. Enumerable.Range(0, order).Select(i => (double)(1 << (i % 3)))];

    /// <summary>U D.</summary>
    internal static double[,] ScaleColumns(double[,] unit, double[] scale)
    {
        double[,] scaled = new double[scale.Length, scale.Length];
        for (int row = 0; row < scale.Length; row++)
        {
            for (int column = 0; column <= row; column++) scaled[row, column] = unit[row, column] * scale[column];
        }

        return scaled;
    }

    /// <summary>diag((U D D Uᵀ)⁻¹): Σ_i (U⁻¹)_ij² / d_i², with U⁻¹ in checked integers.</summary>
    internal static double[] InverseDiagonal(double[,] unit, double[] scale)
    {
        int order = scale.Length;
        double[] diagonal = new double[order];
        long[] column = new long[order];
        for (int j = 0; j < order; j++)
        {
            Array.Clear(column);
            column[j] = 1;
            diagonal[j] = 1.0 / (scale[j] * scale[j]);
            for (int i = j + 1; i < order; i++)
            {
                long sum = 0;
                for (int k = j; k < i; k++)
                {
                    if (column[k] != 0) sum = checked(sum - (long)unit[i, k] * column[k]);
                }

                column[i] = sum;
                diagonal[j] += sum * sum / (scale[i] * scale[i]);
            }
        }

        return diagonal;
    }

    private static double[,] SingleEntryRows(int order, Random random)
    {
        double[,] unit = new double[order, order];
        for (int row = 0; row < order; row++)
        {
            if (row > 0) unit[row, random.Next(row)] = random.Next(2) == 0 ? -1.0 : 1.0;
            unit[row, row] = 1.0;
        }

        return unit;
    }
}
