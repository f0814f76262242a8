using System.Globalization;

namespace Engine.Kernels;

/// <summary>Reads the text of a scheme: one product a line, <c>a00+a11 | b00+b11 | c00-2c11</c>; blocks by row and column, one digit each.</summary>
internal static class SchemeText
{
    /// <summary>Reads a scheme.</summary>
    /// <param name="rows">M, 1 to 10.</param>
    /// <param name="inner">K, 1 to 10.</param>
    /// <param name="columns">N, 1 to 10.</param>
    /// <param name="products">The lines.</param>
    /// <exception cref="FormatException">A line does not have this form, or names a block outside the matrices.</exception>
    internal static BilinearScheme Parse(int rows, int inner, int columns, string products)
    {
        string[] lines = products.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[,] u = new int[lines.Length, rows * inner];
        int[,] v = new int[lines.Length, inner * columns];
        int[,] w = new int[lines.Length, rows * columns];
        for (int r = 0; r < lines.Length; r++)
        {
            string[] sides = lines[r].Split('|', StringSplitOptions.TrimEntries);
            if (sides.Length != 3) throw new FormatException($"A product has three sides, separated by '|': '{lines[r]}'.");
            ParseSum(sides[0], 'a', rows, inner, u, r);
            ParseSum(sides[1], 'b', inner, columns, v, r);
            ParseSum(sides[2], 'c', rows, columns, w, r);
        }

        return new BilinearScheme(rows, inner, columns, u, v, w);
    }

    private static void ParseSum(string sum, char matrix, int rows, int columns, int[,] table, int r)
    {
        int at = 0;
        while (at < sum.Length)
        {
            int letter = sum.IndexOf(matrix, at);
            if (letter < 0 || letter + 2 >= sum.Length) throw new FormatException($"'{sum[at..]}' is no block of {matrix}.");
            int row = sum[letter + 1] - '0', column = sum[letter + 2] - '0';
            if (row < 0 || row >= rows || column < 0 || column >= columns)
                throw new FormatException($"'{sum[letter..(letter + 3)]}' lies outside {rows} x {columns} blocks.");
            table[r, row * columns + column] += Coefficient(sum[at..letter]);
            at = letter + 3;
        }
    }

    private static int Coefficient(string factor) => factor switch
    {
        "" or "+" => 1,
        "-" => -1,
        _ => int.Parse(factor, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
    };
}
