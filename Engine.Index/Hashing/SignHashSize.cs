namespace Engine.Indexing;

/// <summary>How many hash tables, of how many bits, miss a point how often.</summary>
/// <param name="Tables">L.</param>
/// <param name="Bits">k, at most 20.</param>
/// <param name="Cosine">Smallest cosine between a query and a point that must be found.</param>
/// <remarks>
/// A random plane separates two vectors at an angle theta with probability theta / pi (Goemans and Williamson; Charikar 2002). k planes agree with (1 - theta/pi)^k, and L independent tables all miss with
/// (1 - (1 - theta/pi)^k)^L. &lt;p, q> > tau means cos theta > tau / (|p||q|), so for tau > 0 the angle is below acos(tau / (max |p| |q|)), and the formula at that angle is an upper bound.
/// </remarks>
public sealed record SignHashSize(int Tables, int Bits, double Cosine)
{
    /// <summary>Probability that a point at exactly the angle of <see cref="Cosine"/> is missed: an upper bound for all that are closer.</summary>
    public double MissProbability => Math.Pow(1 - Math.Pow(1 - Math.Acos(Math.Clamp(Cosine, -1, 1)) / Math.PI, Bits), Tables);
}
