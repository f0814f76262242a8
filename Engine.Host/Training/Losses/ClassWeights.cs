namespace Engine;

/// <summary>How much the samples of each class count.</summary>
public sealed record ClassWeights
{
    private ClassWeights(IReadOnlyDictionary<string, double>? named) => Named = named;

    /// <summary>
    /// n / (K n_c) for a class with n_c of n samples, so that every class counts the same and the weights add up to n; weights of samples are counted instead of
    /// samples where there are any (King and Zeng, Political Analysis 9, 2001).
    /// </summary>
    public static ClassWeights Balanced { get; } = new((IReadOnlyDictionary<string, double>?)null);

    /// <summary>Weights by class name; null for <see cref="Balanced"/>.</summary>
    public IReadOnlyDictionary<string, double>? Named { get; }

    /// <summary>Weights by class name.</summary>
    /// <param name="weights">Finite and above 0. Classes that are not named have weight 1.</param>
    /// <exception cref="ArgumentException">A weight is out of range.</exception>
    public static ClassWeights Of(IReadOnlyDictionary<string, double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        foreach ((string name, double weight) in weights)
        {
            if (!(weight > 0 && double.IsFinite(weight)))
                throw new ArgumentException($"a class weight must be finite and above 0, found {weight:R} for class {name}.", nameof(weights));
        }

        return new ClassWeights(new Dictionary<string, double>(weights, StringComparer.Ordinal));
    }

    /// <summary>Weight of every class.</summary>
    /// <param name="classNames">The network's classes.</param>
    /// <param name="classOf">Class of every sample.</param>
    /// <param name="weights">Weight of every sample; null for 1.</param>
    /// <exception cref="ArgumentException">A class is named that the network does not have, or a class to be balanced has no samples.</exception>
    internal double[] Resolve(IReadOnlyList<string> classNames, int[] classOf, double[]? weights)
    {
        if (Named is not null)
        {
            if (Named.Keys.FirstOrDefault(name => !classNames.Contains(name)) is { } unknown)
                throw new ArgumentException($"every class with a weight must be one of {string.Join(", ", classNames)}, found {unknown}.");
            return [.. classNames.Select(name => Named.TryGetValue(name, out double weight) ? weight : 1)];
        }

        var count = new double[classNames.Count];
        for (int i = 0; i < classOf.Length; i++) count[classOf[i]] += weights is null ? 1 : weights[i];
        int empty = Array.IndexOf(count, 0);
        if (empty >= 0) throw new ArgumentException($"balanced class weights need a sample of every class, found none of {classNames[empty]}.");
        double total = count.Sum();
        return Array.ConvertAll(count, own => total / (count.Length * own));
    }
}
