namespace Engine.Cli;

/// <summary>What <c>engine finetune</c> writes.</summary>
internal enum FineTuneExport
{
    /// <summary>The network with its adapted weights.</summary>
    Folded,

    /// <summary>What was added to the adapted layer, as a product of two thin matrices.</summary>
    Delta,
}
