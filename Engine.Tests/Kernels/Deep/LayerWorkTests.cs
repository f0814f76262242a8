using Engine.Kernels;
using Engine.Tests.Reference;
using Xunit;

namespace Engine.Tests.Kernels.Deep;

/// <summary>T26 and T27 of the paper notes for a deep layer: work is counted, exactly, and grows more slowly than m^2 once a form is made.</summary>
public sealed class LayerWorkTests
{
    private const int Samples = 16, FirstLog = 10, LastRunLog = 12, LastLog = 14;

    [Fact]
    public void Iteration_CountsWhatFireSetsSay()
    {
        foreach (MatrixForm form in Enum.GetValues<MatrixForm>()) AssertCounts(form);
    }

    [Fact]
    public void Work_GrowsMoreSlowlyThanTheWeights()
    {
        (ActiveRows Inputs, ActiveRows Fired)[] drawn = [.. Enumerable.Range(FirstLog, LastLog - FirstLog + 1).Select(log => (Layer(log).Inputs(), Layer(log).Step(new Random(-log))))];
        double Slope(MatrixForm form, Func<LayerWork, long> kind) => LogLogSlope([.. drawn.Select(rows => (double)kind(Work(form, rows.Inputs, rows.Fired)))]);

        Assert.InRange(Slope(MatrixForm.Scatter, work => work.Query), 1, 1.80);
        Assert.InRange(Slope(MatrixForm.LowRank, work => work.Query), 1, 1.80);
        Assert.InRange(Slope(MatrixForm.Scatter, work => work.Update), 1, 1.60);
        // The dual form has no power of m above 1 at all: it reads n m scores and changes n^2 s of them.
        Assert.InRange(Slope(MatrixForm.Dual, work => work.Update), 0.5, 0.80);
        // The whole iteration; n^3 / 6 of the solve do not depend on m.
        foreach (MatrixForm form in Enum.GetValues<MatrixForm>())
        {
            double slope = LogLogSlope([.. drawn.Select(rows => (double)(Work(form, rows.Inputs, rows.Fired).Total + InputGram.WorkFor(Samples, rows.Fired.Entries)))]);
            Assert.InRange(slope, 0.5, form == MatrixForm.Dual ? 1 : 1.9);
        }
    }

    private static void AssertCounts(MatrixForm form)
    {
        for (int log = FirstLog; log <= LastRunLog; log++)
        {
            LayerCase layer = Layer(log);
            using var team = new WorkerTeam(2);
            using NativeBuffer<float> start = new((long)layer.Units * layer.Width);
            new CounterRandom(1, stream: 5).FillNormals(start.Slice(0, (int)start.Length), 0);
            using ITrainedMatrix matrix = TrainedMatrix.Create(form, start, layer.Units, layer.Inputs(), team);
            var fired = new ActiveRows(Samples, layer.Units);
            LayerWork begin = matrix.Work;
            matrix.CollectAbove(Shift(log), fired);
            matrix.Add(fired, -1);
            LayerWork expected = Work(form, matrix.Inputs, fired);
            Assert.Equal(expected with { Initialisation = begin.Initialisation }, matrix.Work);
            Assert.InRange(begin.Initialisation, (long)layer.Units * layer.Width, 2L * layer.Units * layer.Width);
            matrix.CollectAbove(Shift(log), fired);
            Assert.InRange(matrix.Work.Query - expected.Query, expected.Query, expected.Query + (Samples + 1) * expected.Update);
        }
    }

    /// <summary>What one iteration from the start costs, by the rows' lengths alone.</summary>
    private static LayerWork Work(MatrixForm form, ActiveRows inputs, ActiveRows fired)
    {
        long m = fired.Width, scatter = 0;
        for (int i = 0; i < Samples; i++) scatter += fired.Ids(i).Length * (inputs.Ids(i).Length + 1L);
        return form switch
        {
            MatrixForm.Dual => new LayerWork(0, m * Samples, (Samples + 2) * fired.Entries, 0),
            MatrixForm.Scatter => new LayerWork(0, m * (inputs.Entries + Samples), scatter, 0),
            _ => new LayerWork(0, m * (inputs.Entries + Samples), fired.Entries, 0),
        };
    }

    private static LayerCase Layer(int log) => new(1 << log, 1 << log, Samples, NormalTailOf(Shift(log)), Seed: log);

    /// <summary>b = sqrt(0.4 ln m).</summary>
    private static float Shift(int log) => (float)Math.Sqrt(0.4 * Math.Log(1 << log));

    private static double NormalTailOf(double b) => 1 - MathNet.Numerics.Distributions.Normal.CDF(0, 1, b);

    private static double LogLogSlope(double[] work)
    {
        double[] x = [.. work.Select((_, index) => index * Math.Log(2))], y = [.. work.Select(value => Math.Log(value))];
        return MathNet.Numerics.Fit.Line(x, y).B;
    }
}
