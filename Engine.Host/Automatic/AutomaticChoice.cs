using Engine.Kernels;

namespace Engine;

/// <summary>Transform, shift and ridge for a data set, chosen before any network is built; what the options given say is not chosen.</summary>
/// <remarks>
/// Candidates are scored by leaving out each of up to <see cref="SampleLimit"/> rows in turn, in kernel ridge regression with the kernel of the infinitely wide network:
/// closed form, nothing is trained. Of those that two per cent or two standard errors cannot tell from the best, the sparsest is taken: it costs least.
/// <code>
/// AutomaticChoice choice = AutomaticChoice.For(train, new NetworkOptions { Width = 65_536 });
/// using WideNetwork model = WideNetwork.Create(train, choice.Network);
/// TrainingResult result = Trainer.Fit(model, train, choice.Training);
/// </code>
/// </remarks>
public sealed class AutomaticChoice
{
    /// <summary>Most rows that decide; a random part of more.</summary>
    public const int SampleLimit = 400;

    /// <summary>With fewer rows nothing is chosen: leaving one out says little.</summary>
    public const int FewestRows = 20;

    private AutomaticChoice(
        NetworkOptions network, TrainingOptions training, AutomaticCandidate? chosen, IReadOnlyList<AutomaticCandidate> candidates, int samplesUsed, string? warning) =>
        (Network, Training, Chosen, Candidates, SamplesUsed, Warning) = (network, training, chosen, candidates, samplesUsed, warning);

    /// <summary>The options given, with transform and shift filled in.</summary>
    public NetworkOptions Network { get; }

    /// <summary>The options given, with the ridge filled in.</summary>
    public TrainingOptions Training { get; }

    /// <summary>What was chosen; null when there were too few rows, or no transform suits them: the options are then as given.</summary>
    public AutomaticCandidate? Chosen { get; }

    /// <summary>What was looked at: by transform, and for each by shift, largest first.</summary>
    public IReadOnlyList<AutomaticCandidate> Candidates { get; }

    /// <summary>Rows that decided.</summary>
    public int SamplesUsed { get; }

    /// <summary>What the width is too small for, and the width it takes; null when it is not.</summary>
    public string? Warning { get; }

    /// <summary>Chooses.</summary>
    /// <param name="data">The training part, with targets.</param>
    /// <param name="network">Shape, and what is fixed: scaling unless it is automatic, constant, shift or fire fraction. The seed also draws the rows. Null: the defaults.</param>
    /// <param name="training">Method, and the ridge if it is fixed. Gradient descent has none. Null: the defaults.</param>
    /// <param name="cancellation">Checked before every candidate.</param>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    /// <exception cref="InputException">The data have no targets, or no column varies.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    /// <remarks>With s rows, some 30 candidates of s^2 d operations for the kernel and s^3 for each of 6 ridges: 0.2 s on two cores. The same for any number of threads.</remarks>
    public static AutomaticChoice For(
        Dataset data, NetworkOptions? network = null, TrainingOptions? training = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        network ??= new NetworkOptions();
        training ??= new TrainingOptions();
        network.Validate();
        training.Validate();
        TargetMeaning meaning = TargetMeaning.Of(data);
        if (data.Count < FewestRows) return new AutomaticChoice(network, training, null, [], 0, null);
        int[] rows = Permutation.Draw(data.Count, network.Seed)[..Math.Min(SampleLimit, data.Count)];
        Array.Sort(rows);
        double needed = ShiftCandidates.FiresNeeded(data.Count, data.Dimension);
        bool newton = training.Method != TrainingMethod.GradientDescent;
        var search = new AutomaticSearch(
            data, data.Select(rows), meaning, ShiftCandidates.For(network, meaning.Outputs, needed), newton ? training.Ridge : 0);
        using var team = new WorkerTeam(training.Threads);
        AutomaticCandidate? chosen = search.Run(TransformCandidates.For(data, network.Transform), team, cancellation);
        if (chosen is null) return new AutomaticChoice(network, training, null, [], 0, null);
        return new AutomaticChoice(
            network with
            {
                Shift = network.FireFraction is null ? chosen.Shift : null,
                Transform = new TransformOptions { Scaling = chosen.Scaling, AppendConstant = chosen.Constant },
            },
            newton ? training with { Ridge = training.Ridge ?? chosen.Ridge } : training,
            chosen, search.Candidates, rows.Length, ShiftCandidates.Warning(network, meaning.Outputs, chosen.Shift, needed));
    }
}
