using System.Globalization;

namespace Engine;

/// <summary>How a checkpoint names its linear layers: a pattern with <c>{N}</c> where the number of the layer stands.</summary>
/// <param name="Weights">Pattern of the weights, (out, in).</param>
/// <param name="Biases">Pattern of the biases, (out).</param>
public sealed record CheckpointNames(string Weights = "layers.{N}.weight", string Biases = "layers.{N}.bias")
{
    private const string Number = "{N}";

    /// <summary>Takes a pattern of weights; biases are named the same with <c>bias</c> for <c>weight</c>.</summary>
    /// <exception cref="ArgumentException">The pattern has no {N}, or does not say weight.</exception>
    public static CheckpointNames Of(string weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (!weights.Contains(Number, StringComparison.Ordinal) || !weights.Contains("weight", StringComparison.Ordinal))
            throw new ArgumentException($"the pattern of names must hold {Number} and 'weight', found '{weights}'.", nameof(weights));
        return new CheckpointNames(weights, weights.Replace("weight", "bias", StringComparison.Ordinal));
    }

    /// <summary>The numbers of the layers whose weights are among some names, ascending: not all need be there, as PyTorch numbers activations too.</summary>
    internal int[] Find(IEnumerable<string> names)
    {
        int at = Weights.IndexOf(Number, StringComparison.Ordinal);
        string before = Weights[..at], behind = Weights[(at + Number.Length)..];
        return
        [
            .. names.Where(name => name.Length > before.Length + behind.Length && name.StartsWith(before, StringComparison.Ordinal) && name.EndsWith(behind, StringComparison.Ordinal))
                .Select(name => int.TryParse(name[before.Length..^behind.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)
                .Where(number => number >= 0).Order(),
        ];
    }

    internal string Weight(int number) => Weights.Replace(Number, number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    internal string Bias(int number) => Biases.Replace(Number, number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
